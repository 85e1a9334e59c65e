/** A module with all that it imports, as the text of one script (src/cli/bundled-text.mjs). */
declare module '*?bundled-text' {
  const script: string;
  export default script;
}

/** The same without the package pako, which it takes from a variable of that name. */
declare module '*?bundled-text&given=pako' {
  const script: string;
  export default script;
}
