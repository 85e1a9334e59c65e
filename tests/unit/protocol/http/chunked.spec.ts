import { createServer, type AddressInfo } from 'node:net';
import { get } from 'node:http';
import { expect, it } from 'vitest';
import { concatBytes, latin1Encode } from '#lib/bytes/bytes.ts';
import { encodeChunk, LAST_CHUNK } from '#lib/protocol/http/chunked.ts';

it('a chunk is its size in hex, CR LF, the data, CR LF (RFC 9112 §7.1)', () => {
  expect(encodeChunk(latin1Encode('Hello, world'))).toEqual(latin1Encode('c\r\nHello, world\r\n'));
  expect(() => encodeChunk(new Uint8Array())).toThrow(RangeError);
});

it('the HTTP parser of Node reads chunks of any size as one body', async () => {
  const parts = [1, 15, 16, 255, 4096].map((length) => new Uint8Array(length).fill(length & 0xff));
  const server = createServer((socket) =>
    socket.end(
      concatBytes(
        latin1Encode('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'),
        ...parts.map(encodeChunk),
        LAST_CHUNK
      )
    )
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const body = await new Promise<Buffer>((resolve, reject) =>
    get({ port, host: '127.0.0.1' }, (response) => {
      const got: Buffer[] = [];
      response.on('data', (data: Buffer) => got.push(data));
      response.on('end', () => resolve(Buffer.concat(got)));
    }).on('error', reject)
  );
  server.close();
  expect(new Uint8Array(body)).toEqual(concatBytes(...parts));
});
