/** The value of a JSON text, or undefined. */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is an object and not an array. */
export const isRecord = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
