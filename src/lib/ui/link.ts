import { resolve } from '$app/paths';

/** A link to a page of a language: `resolve` leaves out the slash at the end, hosts want it. */
export function href(language: string, path = '', fragment = ''): string {
  const page = path === '' ? `/${language}` : `/${language}/${path}`;
  const base = resolve(page as '/');
  return `${base.endsWith('/') ? base : `${base}/`}${fragment ? `#${fragment}` : ''}`;
}
