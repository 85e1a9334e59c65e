/** Node before 23 has no CloseEvent; browsers do. The site is built with runs that need it. */
if (!('CloseEvent' in globalThis)) {
  class CloseEvent extends Event {
    readonly code: number;
    readonly reason: string;
    readonly wasClean: boolean;
    constructor(type: string, init: CloseEventInit = {}) {
      super(type, init);
      this.code = init.code ?? 0;
      this.reason = init.reason ?? '';
      this.wasClean = init.wasClean ?? false;
    }
  }
  Object.assign(globalThis, { CloseEvent });
}
