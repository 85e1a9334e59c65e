/** Where the built site is served during the tests. */
export const ROOT = { port: 4231, base: '', url: 'http://localhost:4231/' } as const;
export const SUB_PATH = {
  port: 4232,
  base: '/some/sub/path',
  url: 'http://localhost:4232/some/sub/path/'
} as const;
