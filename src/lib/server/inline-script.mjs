/**
 * A script as it stands in a page: without comments and indentation. The policy
 * allows it by its hash, so that what is hashed and what is written come from here.
 * @param {string} text
 */
export const inlineScript = (text) =>
  text
    .replaceAll('\r\n', '\n')
    .replace(/^\s*\/\*\*[^]*?\*\/\n/gm, '')
    .replace(/^\s*\/\/.*\n/gm, '')
    .replace(/^ +/gm, '')
    .trim();
