// Serves build/ as any static host would, compressed, and prints the URL.
//   node src/cli/serve.mjs [--port 4101] [--base /some/sub/path]
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import sirv from 'sirv';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env.PORT ?? '4101' },
    base: { type: 'string', default: '' },
    dir: { type: 'string', default: 'build' }
  }
});
if (!existsSync(`${values.dir}/index.html`)) {
  console.error(`There is no site in ${values.dir}/: run "npm run build" first.`);
  process.exit(1);
}

const base = values.base.replace(/\/$/, '');
const notFound = readFileSync(`${values.dir}/404.html`);
const serve = sirv(values.dir, {
  etag: true,
  gzip: true,
  brotli: true,
  setHeaders(response, path) {
    if (path.includes('/immutable/'))
      response.setHeader('Cache-Control', 'public,max-age=31536000,immutable');
    else response.setHeader('Cache-Control', 'no-cache');
  }
});

const server = createServer((request, response) => {
  const answer404 = () => {
    response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' }).end(notFound);
  };
  const url = request.url ?? '/';
  if (base !== '' && url !== base && !url.startsWith(`${base}/`)) return answer404();
  if (base !== '' && url === base) {
    response.writeHead(308, { Location: `${base}/` }).end();
    return;
  }
  request.url = url.slice(base.length);
  serve(request, response, answer404);
});

let port = Number(values.port);
server.on('error', (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE') throw error;
  console.log(`Port ${port} is in use, trying ${port + 1}.`);
  server.listen(++port);
});
server.on('listening', () => {
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  console.log(`WebSocket 101 is at http://localhost:${actual}${base}/`);
});
server.listen(port);
