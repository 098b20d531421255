/**
 * Packs target/npm as npm would, installs it into an empty project and uses it there: with Node, with
 * a bundler and with the compiler. `npm run test-package`, after the Maven build.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const module = join(import.meta.dirname, "..");
const tool = (name) => join(module, "node_modules/.bin", name);
const project = mkdtempSync(join(tmpdir(), "silcrow-"));

const run = (command, ...args) => execFileSync(command, args, {
  cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], shell: process.platform === "win32",
});

const write = (name, text) => writeFileSync(join(project, name), text);

const bundle = (text) => {
  write("entry.js", text);
  return run(tool("esbuild"), "entry.js", "--bundle", "--format=esm", "--minify", "--log-level=error");
};

try {
  const [{ filename, files }] = JSON.parse(
    run("npm", "pack", join(module, "target/npm"), "--json", "--pack-destination", project));
  write("package.json", '{"name": "consumer", "private": true, "type": "module"}');
  run("npm", "install", "--no-audit", "--no-fund", "--offline", join(project, filename));

  const installed = join(project, "node_modules/silcrow");
  const { exports, version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const targets = (entry) => (typeof entry === "string" ? [entry] : Object.values(entry).flatMap(targets));
  for (const target of targets(exports)) {
    assert(existsSync(join(installed, target)), `${target} is missing`);
  }
  assert(!files.some(({ path }) => /^(?:src|build)\//.test(path)), "only what is built is published");

  const whole = bundle('import { start } from "silcrow"; start();');
  assert(whole.includes("silcrow:error"));
  assert(!whole.includes("Did you mean"));
  assert(bundle('import { start } from "silcrow/debug"; start();').includes("Did you mean"));
  assert(bundle('import "silcrow/silcrow.min.js";').includes("silcrow:error"), "the script has effects");
  assert.equal(bundle('import { start } from "silcrow";').trim(), "", "the module has none");

  copyFileSync(join(module, "types/sample.ts"), join(project, "sample.ts"));
  write("sample.ts", readFileSync(join(project, "sample.ts"), "utf8")
    .replace('<reference path="./global.d.ts" />', '<reference types="silcrow/global" />'));
  for (const resolution of ["bundler", "nodenext"]) {
    run(tool("tsc"), "--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom,dom.iterable",
      "--module", resolution === "bundler" ? "es2022" : "nodenext", "--moduleResolution", resolution,
      "--types", "", "sample.ts");
  }
  const kilobytes = (files.reduce((sum, { size }) => sum + size, 0) / 1024).toFixed(0);
  console.log(`silcrow ${version}: ${files.length} files, ${kilobytes} KiB, installs, bundles and compiles`);
} finally {
  rmSync(project, { recursive: true, force: true });
}
