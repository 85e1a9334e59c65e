import type { Messages } from '#lib/i18n/messages.ts';
import script from '../../notices.js?raw';
import { dataAt, LANGUAGES } from './content.ts';
import { inlineScript } from './inline-script.mjs';

/** A notice, and the messages on its buttons; what each does is in src/notices.js. */
const NOTICES = {
  update: { load: 'load', later: 'later' },
  fault: { again: 'again', later: 'close' }
} as const;

const notice = (language: string, id: keyof typeof NOTICES): string => {
  const words = dataAt<Messages>(`ui/${language}.json`).notice;
  const buttons = Object.entries(NOTICES[id]).map(
    ([deed, word]) =>
      `<button type="button" class="btn" data-notice-deed="${deed}">${words[word]}</button>`
  );
  return `<div class="floating" data-notice="${id}" lang="${language}" hidden><p>${words[id]}</p>${buttons.join('')}</div>`;
};

/** What a page may have to say of itself, in every language, and the script that shows it. */
export const notices: string = [
  '<div role="status">',
  ...LANGUAGES.flatMap((language) => [notice(language, 'update'), notice(language, 'fault')]),
  '</div>',
  `<script>${inlineScript(script)}</script>`
].join('');
