/** The same for `import`: the public names, and the teaching. */
import "./debug/teach.js";

export * from "./index.js";
