import { onPatched } from "./paths.js";
import { watchPage } from "./watch.js";
import { listen } from "../dom/native.js";
import { SENTENCES, compose } from "../explain.js";
import { explainWith, noteWith } from "../report.js";
import { ADVICE } from "./advice.js";
import { warn } from "./warn.js";

/** Turns the teaching on. Part of the debug build only. */

explainWith((code, found) => compose(SENTENCES[code] ?? code, found, ADVICE[code], code));
noteWith((code, { element, found } = {}) => warn(code, element, found));
listen(document, "silcrow:patched", onPatched);
watchPage();
