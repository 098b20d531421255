/** What both generations of Silcrow share: their markup. Not a contender itself. */
import { boundData, boundElements, byId, messageInside, rowInside } from "../page/markup.js";

const text = (path) => ` :text="${path}"`;

export const ROWS = '<template s-for="row in rows" :key="row.id"><tr :class="row.selected">'
  + rowInside({ idBinding: text("row.id"), id: "", labelBinding: text("row.label"), label: "" })
  + "</tr></template>";

/** The lines of the chat. */
export const lines = (more = "") =>
  `<template s-for="line in lines" :key="line.id"${more}><li>`
  + messageInside({
    userBinding: text("line.user"), user: "", textBinding: text("line.text"), text: "",
  })
  + "</li></template>";

export const startup = (library, prepare = () => {}) => () => {
  const data = boundData();
  return {
    page: `<div id="app">${boundElements((i) => `<span :text="c${i}">${i}</span>`)}</div>`,
    library,
    boot() {
      prepare();
      window.Silcrow.patch(data, "#app");
      window.Silcrow.patch({ c7: "x" }, "#app");
    },
    ready: () => byId("app").children[7].textContent === "x",
  };
};
