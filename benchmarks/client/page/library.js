/** The code of a contender's library, and the name under which it exports something. */
export async function fetchLibrary(name) {
  const response = await fetch(`/libraries/${name}.js`);
  if (!response.ok) throw new Error(`no library ${name}`);
  return { code: await response.text(), global: response.headers.get("x-global") };
}

/** Runs a library as an inline script does: parsed, compiled and run at once. */
export function runLibrary({ code, global }) {
  const script = document.createElement("script");
  script.textContent = code;
  document.head.append(script);
  return window[global];
}

export const loadLibrary = async (name) => runLibrary(await fetchLibrary(name));
