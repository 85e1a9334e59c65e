/** Paths of icons that chapters do not show: 20 px grid, as in Icon.svelte. */
export const ARROW = 'M3 10h13M11 5l5 5-5 5';
export const DOWN = 'm5 8 5 5 5-5';
export const CLOSE = 'm5 5 10 10M15 5 5 15';
export const UNDO = 'M4 8h8a4 4 0 0 1 0 8H8M4 8l4-4M4 8l4 4';
