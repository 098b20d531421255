/** The build that teaches: everything of the readable one, and a look at the page's mistakes. */
import "./debug/teach.js";
import "./global.js";
