/** Links into the live lab, made at build time: it opens with a lesson, and runs nothing. */
import { deflateRawSync } from 'node:zlib';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { fragmentOf } from '#lib/links/fragment.ts';
import { liveToData, VERSION } from '#lib/links/live-link.ts';
import { liveScenarios } from './live-scenarios.ts';

/** Without `#`; undefined when there is no such lesson. */
export function liveLabFragment(name: string, language: string): string | undefined {
  const lesson = liveScenarios(language).find(({ id }) => id === name);
  if (!lesson) return undefined;
  const { id: scenario, program, conditions, seed } = lesson;
  const state = liveToData({ ...program, conditions, seed, scenario });
  return fragmentOf(VERSION, deflateRawSync(utf8Encode(JSON.stringify(state)), { level: 9 }));
}
