/** The build for development: the same client, with sentences for its codes. */
import "./explain.js";
import "./global.js";
