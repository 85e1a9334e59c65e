import tokens from '../../../tokens.css?raw';
import type { Role } from '#lib/figures/parts/roles.ts';

type Name =
  'paper' | 'plate' | 'sunk' | 'ink' | 'ink-2' | 'ink-3' | 'rule' | 'violation' | 'on-ink';
type End = 'client' | 'server';
type Wash = `${Role | End}-wash`;

/** The colours of the light theme, as src/tokens.css has them. */
function lightColours(): Readonly<Record<Name | Role | End | Wash, string>> {
  const [light = ''] = /:root \{[^}]*\}/.exec(tokens) ?? [];
  const found = light.matchAll(/--([\w-]+): (#[\da-f]{3,6});/g);
  return Object.fromEntries(Array.from(found, ([, name, colour]) => [name, colour])) as never;
}

export const PAINT = lightColours();
