// See https://svelte.dev/docs/kit/types#app.d.ts
declare global {
  namespace App {
    interface PageState {
      /** What is open in the capture lab: numbers, nothing of a file. */
      capture?: { file: number; connection: number | undefined; row: number | undefined };
    }
  }
}
export {};
