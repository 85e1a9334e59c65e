/** Names of parameters and fields that hold secrets. */
const NAME =
  /^(x-)?(access|id|auth|bearer|session|api|refresh|csrf|xsrf)?[_-]?(token|jwt|key|secret|password|passwd|pwd|auth|authorization|credential)s?$/i;
/** Whatever its name: three parts in base64url, the first a JSON object (RFC 7519 §3). */
const JWT = /^ey[\w-]{8,}\.[\w-]{4,}\.[\w-]*$/;

export const isJwt = (value: string): boolean => JWT.test(value);

/** Whether a value is a secret, by its name or by its form. */
export const holdsSecret = (name: string, value: string): boolean =>
  value !== '' && (NAME.test(name) || isJwt(value));
