// Modules of src as the build sees them: TypeScript, the content, no page.
import { createServer } from 'vite';

/**
 * Hands over a function that imports a module of the project: `load('/src/lib/…')`. Plugins may
 * stand in for files.
 */
export async function withSource(use, plugins = []) {
  const server = await createServer({
    plugins,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] }
  });
  try {
    return await use((path) => server.ssrLoadModule(path), server);
  } finally {
    await server.close();
  }
}
