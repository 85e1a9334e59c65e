/**
 * Idle timeouts that are defaults of well-known software between the two ends, in seconds. That one
 * of them fits is a possibility, no proof. From their documentation: nginx proxy_read_timeout; AWS
 * Application and Classic Load Balancer; Heroku’s router; Azure Load Balancer; AWS Network Load
 * Balancer.
 */
const KNOWN: readonly (readonly [seconds: number, who: readonly string[]])[] = [
  [55, ['Heroku']],
  [60, ['nginx (proxy_read_timeout)', 'AWS ALB']],
  [240, ['Azure Load Balancer']],
  [350, ['AWS NLB']]
];

/** Whose default fits a silence of so many milliseconds, names joined; empty: nobody’s. */
export function whoseDefault(silence: number): string {
  const fits = KNOWN.find(
    ([seconds]) => silence >= seconds * 1000 - 500 && silence <= seconds * 1020 + 1000
  );
  return fits?.[1].join(', ') ?? '';
}
