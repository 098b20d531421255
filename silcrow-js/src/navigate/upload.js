import { emit } from "../dom/emit.js";
import { find } from "../dom/find.js";
import { getAttribute, removeAttribute, setAttribute } from "../dom/native.js";
import { bare } from "./history.js";

/**
 * What `fetch` does, for files: it tells how far it is, with `silcrow:upload` and in the element that
 * `s-progress` names, which is hidden else. As long as it gets on, its time does not run out.
 *
 * @param {import("./request.js").Visit} visit
 * @param {Record<string, string>} headers
 * @param {AbortSignal} signal
 * @returns {Promise<*>} the part of a Response that we need
 */
export const upload = ({ url, method, body, source, renew }, headers, signal) =>
  new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const selector = source && getAttribute(source, "s-progress");
    const bar = selector && find(selector, "app");
    xhr.open(method, url);
    for (const name in headers) xhr.setRequestHeader(name, headers[name]);
    xhr.upload.onprogress = ({ loaded, total }) => {
      renew?.();
      if (bar) {
        setAttribute(bar, "max", total);
        setAttribute(bar, "value", loaded);
        removeAttribute(bar, "hidden");
      }
      if (!emit(source ?? document, "silcrow:upload", { url: url.href, loaded, total }, true)) {
        xhr.abort();
      }
    };
    xhr.onabort = () => reject(new DOMException("", "AbortError"));
    xhr.onloadend = () => {
      if (bar) setAttribute(bar, "hidden", "");
      const { status, responseURL, responseText } = xhr;
      if (!responseURL.startsWith(`${location.origin}/`)) {
        reject(new TypeError("no answer"));
        return;
      }
      resolve({
        status,
        ok: status > 199 && status < 300,
        url: responseURL,
        redirected: responseURL !== bare(url.href),
        headers: new Headers([...xhr.getAllResponseHeaders().matchAll(/(.+?): ?(.*)/g)]
          .map(([, name, value]) => [name, value])),
        text: () => responseText,
      });
    };
    signal.addEventListener("abort", () => xhr.abort());
    xhr.send(body);
  });
