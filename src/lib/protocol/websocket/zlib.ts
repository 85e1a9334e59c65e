/** What of pako messages are compressed with; the live lab asks for it only where they are. */
export {
  Z_DEFAULT_STRATEGY,
  Z_OK,
  Z_RLE,
  Z_STREAM_END,
  Z_SYNC_FLUSH,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateSetDictionary,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateResetKeep,
  zlibInflateSetDictionary
} from 'pako';
