/** Where the built site is served during the tests. */
export const ROOT = { port: 4181, base: '', url: 'http://localhost:4181/' } as const;
export const SUB_PATH = {
  port: 4182,
  base: '/some/sub/path',
  url: 'http://localhost:4182/some/sub/path/'
} as const;
