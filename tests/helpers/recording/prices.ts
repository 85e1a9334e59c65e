/** The conversation that several tools look on at: a server with ws and a page, each with a log of its own. */
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer, type RawData } from 'ws';
import type { LogEntry } from '#lib/server/tools/recording.ts';

const PAGE = `<!doctype html><title>Prices</title><link rel="icon" href="data:,"><script>
addEventListener('go', () => {
  const log = (window.log = []);
  const ws = new WebSocket('ws://' + location.host + '/prices', ['prices.v2', 'prices.v1']);
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const worded = (data) =>
    typeof data === 'string' ? { text: data } : { hex: hex(new Uint8Array(data)) };
  const send = (data) => {
    log.push({ event: 'send', ...worded(data) });
    ws.send(data);
  };
  ws.binaryType = 'arraybuffer';
  ws.onopen = () => {
    log.push({ event: 'open', protocol: ws.protocol, extensions: ws.extensions });
    send('price of tea?');
    send(new Uint8Array(300).map((_, i) => i % 7));
  };
  ws.onmessage = ({ data }) => {
    log.push({ event: 'message', ...worded(data) });
    if (data === 'any more?') send('no, thanks');
  };
  ws.onerror = () => log.push({ event: 'error' });
  ws.onclose = ({ code, reason, wasClean }) => {
    log.push({ event: 'close', code, reason, wasClean });
    window.done = true;
  };
});
</script>`;

const TEAS = Array.from({ length: 12 }, (_, i) => ({
  item: `tea No. ${i + 1}`,
  price: 20 + i,
  currency: 'EUR'
}));

/** Everything that a WebSocket has below its messages happens once: compression, fragments, Pings, a Close. */
export async function startPrices(port: number) {
  const log: LogEntry[] = [];
  const http = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(PAGE);
  });
  const server = new WebSocketServer({
    server: http,
    perMessageDeflate: { threshold: 0 },
    handleProtocols: (offered) => (offered.has('prices.v1') ? 'prices.v1' : false)
  });
  server.on('connection', async (ws, request) => {
    log.push({ event: 'connection', fields: request.rawHeaders.length / 2 });
    ws.on('message', (data: RawData, isBinary) => {
      const bytes = data as Buffer;
      log.push({
        event: 'message',
        ...(isBinary ? { hex: bytes.toString('hex') } : { text: String(bytes) })
      });
    });
    ws.on('ping', (data) => log.push({ event: 'ping', text: String(data) }));
    ws.on('pong', (data) => log.push({ event: 'pong', text: String(data) }));
    ws.on('close', (code, reason) => log.push({ event: 'close', code, reason: String(reason) }));
    const send = (data: string) => {
      log.push({ event: 'send', text: data });
      ws.send(data);
    };
    const ping = (data: string) => {
      log.push({ event: 'send ping', text: data });
      ws.ping(data);
    };
    await wait(60);
    ping('one');
    await wait(40);
    send(JSON.stringify({ prices: TEAS }));
    await wait(40);
    log.push({ event: 'send', text: 'green tea is sold out' });
    for (const [i, part] of ['green tea ', 'is sold ', 'out'].entries()) {
      ws.send(part, { fin: i === 2 });
      await wait(15);
    }
    await wait(40);
    ping('two');
    await wait(40);
    send('any more?');
    await wait(60);
    ws.close(4001, 'shop closed');
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  return {
    log,
    stop: () =>
      new Promise<void>((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      })
  };
}
