/** Two checkouts that are tested at once need ports of their own: `E2E_PORT=4281`. */
const first = Number(process.env['E2E_PORT'] ?? 4181);
const SUB_PATH_BASE = '/some/sub/path';

/** Where the built site is served during the tests. */
export const ROOT = { port: first, base: '', url: `http://localhost:${first}/` } as const;
export const SUB_PATH = {
  port: first + 1,
  base: SUB_PATH_BASE,
  url: `http://localhost:${first + 1}${SUB_PATH_BASE}/`
} as const;
