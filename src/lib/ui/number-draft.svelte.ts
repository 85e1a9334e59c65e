/**
 * What a reader types into a field of numbers. What is no value of it stays as it was typed, with
 * what is wrong with it, until the field has another value.
 */
export class NumberDraft<Fault> {
  #refused = $state.raw<{ readonly text: string; readonly value: number } | undefined>();
  readonly #value: () => number;
  readonly #read: (text: string) => number | Fault;

  constructor(value: () => number, read: (text: string) => number | Fault) {
    this.#value = value;
    this.#read = read;
  }

  readonly #kept = $derived.by(() =>
    this.#refused?.value === this.#value() ? this.#refused.text : undefined
  );
  /** What stands in the field. */
  readonly text = $derived.by(() => this.#kept ?? String(this.#value()));
  readonly fault = $derived.by(() => {
    const read = this.#kept === undefined ? this.#value() : this.#read(this.#kept);
    return typeof read === 'number' ? undefined : read;
  });

  /** The new value, where the text is one that differs. */
  type(text: string): number | undefined {
    const read = this.#read(text);
    const value = this.#value();
    this.#refused = typeof read === 'number' ? undefined : { text, value };
    return typeof read === 'number' && read !== value ? read : undefined;
  }

  /** The field is set by other means. */
  forget(): void {
    this.#refused = undefined;
  }
}
