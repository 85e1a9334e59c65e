/** What of pako a run needs in which messages are compressed: `compressor.ts?bundled-text`. */
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
