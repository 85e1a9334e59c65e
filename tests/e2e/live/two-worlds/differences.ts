/** Scripts whose logs differ between the worlds: each line that does, in both, and why. */
export interface Difference {
  readonly lines: readonly (readonly [lab: string, real: string])[];
  readonly reason: string;
}

export const DIFFERENCES: Readonly<Partial<Record<string, Difference>>> = {
  'events of the network are trusted, events of script are not': {
    lines: [['trusted false', 'trusted true']],
    reason: 'the lab is script: no event that it makes is trusted (DOM §2.2)'
  },
  'microtasks run between the listeners of an event': {
    lines: [
      ['b', 'microtask of a'],
      ['microtask of a', 'b']
    ],
    reason:
      'the lab calls listeners by dispatchEvent(), and microtasks wait until script has returned ' +
      '(HTML, clean up after running script)'
  },
  'connection: the socket and the request': {
    lines: [['1 one "" nodebuffer 158 undefined false', '1 one "" nodebuffer 0 undefined false']],
    reason:
      'the system takes a short write at once; in the lab bytes leave behind the code that runs'
  }
};
