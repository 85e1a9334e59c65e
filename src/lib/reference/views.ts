import type { Component } from 'svelte';
import type { View, ViewOf } from './view.ts';

/** The component of each kind of page, as a chunk of its own. */
export const VIEWS: Readonly<{
  [Topic in View['topic']]: () => Promise<Component<{ view: ViewOf<Topic> }>>;
}> = {
  contents: async () => (await import('./Contents.svelte')).default,
  opcodes: async () => (await import('./Opcodes.svelte')).default,
  closeCodes: async () => (await import('./CloseCodes.svelte')).default,
  closeCode: async () => (await import('./CloseCode.svelte')).default,
  fields: async () => (await import('./Fields.svelte')).default,
  rules: async () => (await import('./Rules.svelte')).default,
  errors: async () => (await import('./Messages.svelte')).default,
  errata: async () => (await import('./Errata.svelte')).default
};
