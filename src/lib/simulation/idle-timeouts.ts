/** After how much silence those in the middle close a connection, unless told otherwise. */
export interface IdleTimeout {
  readonly id: string;
  /** The name of the setting. */
  readonly setting: string;
  /** Seconds; undefined: there is no default. */
  readonly seconds: number | undefined;
  /** Where it is documented. */
  readonly source: { readonly text: string; readonly url: string };
}

export const IDLE_TIMEOUTS = [
  {
    id: 'nginx',
    setting: 'proxy_read_timeout',
    seconds: 60,
    source: {
      text: 'nginx.org, WebSocket proxying',
      url: 'https://nginx.org/en/docs/http/websocket.html'
    }
  },
  {
    id: 'haproxy',
    setting: 'timeout tunnel',
    seconds: undefined,
    source: {
      text: 'HAProxy 2.6, Configuration Manual',
      url: 'https://docs.haproxy.org/2.6/configuration.html#timeout%20tunnel'
    }
  },
  {
    id: 'haproxy-debian',
    setting: 'timeout client, timeout server',
    seconds: 50,
    source: {
      text: 'Debian 12, haproxy 2.6.12, haproxy.cfg',
      url: 'https://packages.debian.org/bookworm/haproxy'
    }
  },
  {
    id: 'nat',
    setting: 'REQ-5',
    seconds: 2 * 3600 + 4 * 60,
    source: { text: 'RFC 5382 §5', url: 'https://www.rfc-editor.org/rfc/rfc5382#section-5' }
  }
] as const satisfies readonly IdleTimeout[];

/** The smallest default on the way decides. */
export const shortestTimeout = (): number =>
  Math.min(...IDLE_TIMEOUTS.map(({ seconds }) => seconds ?? Infinity));
