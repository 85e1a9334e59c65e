import { navigating } from '$app/state';

/**
 * Whether the reader is on the way to the beginning of a page, by a link: then nothing below the
 * first words has to stand at once. A step in the address, or a place gone back to, has to.
 */
export const isTurn = (): boolean => navigating.type === 'link' && !navigating.to?.url.hash;
