/**
 * Which cookies a browser sends along with a WebSocket handshake: the rules of SameSite (draft
 * rfc6265bis §5.6.7.1), and Chromium's setting for third-party cookies. Measured with Chromium 156.
 */

/** `unset`: Set-Cookie does not say; Chromium then takes it for Lax. */
export const SAME_SITES = ['unset', 'strict', 'lax', 'none'] as const;
export type SameSite = (typeof SAME_SITES)[number];

export interface Jar {
  readonly sameSite: SameSite;
  /** Whether cookies with SameSite=None may be sent from pages of other sites. */
  readonly thirdParty: boolean;
}

/** Why a cookie goes along, or stays. */
export type CookieReason = 'same-site' | 'none' | 'cross-site' | 'third-party';

/**
 * Scheme and the last two labels of the host. That is a site where no public suffix has two labels,
 * as none under `.example` and `.localhost` has.
 */
export function siteOf(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  const scheme = protocol.replace(/^ws/, 'http');
  return `${scheme}//${hostname.split('.').slice(-2).join('.')}`;
}

/**
 * A handshake is no navigation of the whole tab: across sites Lax holds a cookie back as Strict
 * does, and only None lets it go.
 */
export function cookieReason(from: string, to: string, { sameSite, thirdParty }: Jar) {
  const reason: CookieReason =
    siteOf(from) === siteOf(to)
      ? 'same-site'
      : sameSite !== 'none'
        ? 'cross-site'
        : thirdParty
          ? 'none'
          : 'third-party';
  return { reason, goes: reason === 'same-site' || reason === 'none' };
}
