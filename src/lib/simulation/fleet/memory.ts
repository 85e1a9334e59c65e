/**
 * Memory of the server for connections that are open and idle. Compression is what zlib says of
 * itself (zconf.h), the rest is an assumption that can be changed.
 */
import type { Deflate, FleetSettings } from './settings.ts';

export interface ZlibSettings {
  /** Base-2 logarithm of the window, 8 to 15 (RFC 7692 §7.1.2). */
  readonly windowBits: number;
  readonly memLevel: number;
}
/** The defaults of zlib. */
export const ZLIB: ZlibSettings = { windowBits: 15, memLevel: 8 };

/** zconf.h: (1 << (windowBits+2)) + (1 << (memLevel+9)), small objects not counted. */
export const deflateMemory = ({ windowBits, memLevel }: ZlibSettings = ZLIB): number =>
  (1 << (windowBits + 2)) + (1 << (memLevel + 9));

/** zconf.h: 1 << windowBits, plus about 7 kilobytes for small objects. */
export const inflateMemory = ({ windowBits }: ZlibSettings = ZLIB): number =>
  (1 << windowBits) + 7 * 1024;

/** Bytes for the two contexts of a connection; without takeover they are not kept between messages. */
export const contextsMemory = (deflate: Deflate, zlib: ZlibSettings = ZLIB): number =>
  deflate === 'contexts' ? deflateMemory(zlib) + inflateMemory(zlib) : 0;

/** Bytes for each open connection. Only WebSocket has contexts. */
export const connectionMemory = ({ transport, connection, deflate }: FleetSettings): number =>
  connection + (transport === 'websocket' ? contextsMemory(deflate) : 0);
