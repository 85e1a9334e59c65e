import { describe, expect, it } from 'vitest';
import { brokenIn, frameBreaking } from '#lib/labs/frame/breaking.ts';
import { brokenIn as brokenInHandshake, handshakeBreaking } from '#lib/labs/handshake/breaking.ts';
import { frameToFragment } from '#lib/links/frame-link.ts';
import { handshakeToFragment } from '#lib/links/handshake-link.ts';
import { isHandshakeRule, RULE_IDS } from '#lib/protocol/rules.ts';
import { FRAME_CASES } from '../../helpers/frame-cases.ts';

const handshake = RULE_IDS.filter(isHandshakeRule);

describe('a state that shows a rule of the handshake being broken', () => {
  it('is there for each but those that two heads cannot break', () => {
    expect(handshake.filter((rule) => !handshakeBreaking(rule))).toEqual([
      // What the URL reader checks, what a connection only shows by failing.
      'uri-scheme',
      'uri-no-fragment',
      'uri-resource-name',
      'conn-failure',
      'conn-tls-first',
      // The lab cannot know that the client is a browser, nor has its server any paths.
      'req-origin-browser',
      'srv-404',
      // A definition; and what only frames can break.
      'resp-ext-order',
      'ext-not-before-accept'
    ]);
  });

  it.each(handshake.filter((rule) => handshakeBreaking(rule)))('breaks %s', async (rule) => {
    const state = handshakeBreaking(rule);
    expect(state && [...brokenInHandshake(state)]).toContain(rule);
    expect(state && (await handshakeToFragment(state))).toBeDefined();
  });
});

describe('a state that shows a rule of frames being broken', () => {
  it('is there for each that the judge sees without a limit of its own', () => {
    const judged = FRAME_CASES.map(({ rule }) => rule);
    expect(judged.filter((rule) => !frameBreaking(rule))).toEqual(['fail-too-big']);
  });

  it.each(RULE_IDS.filter((rule) => frameBreaking(rule)))('breaks %s', async (rule) => {
    const state = frameBreaking(rule);
    expect(state && [...brokenIn(state)]).toContain(rule);
    expect(state && (await frameToFragment(state))).toBeDefined();
  });
});
