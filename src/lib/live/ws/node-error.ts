/** Node's error for an argument of a wrong type, in its words (`ERR_INVALID_ARG_TYPE`). */
export function wrongType(what: string, must: string, value: unknown): TypeError {
  const message = `The ${what} must be ${must}. Received ${received(value)}`;
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
}

function received(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'bigint') return `type bigint (${value}n)`;
  if (typeof value !== 'object') return `type ${typeof value} (${String(value)})`;
  const { constructor } = value as { constructor?: { name?: string } };
  return constructor?.name ? `an instance of ${constructor.name}` : '[Object: null prototype] {}';
}
