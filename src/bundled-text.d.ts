/** A module with all that it imports, as the text of one script (src/cli/bundled-text.mjs). */
declare module '*?bundled-text' {
  const script: string;
  export default script;
}
