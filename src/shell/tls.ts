/** What TLS needs beyond what Node brings, as PEM texts. */
export interface TlsFiles {
  /** Authorities to check the server against, instead of those of Node. */
  readonly ca?: string;
  /** Our own certificate, where the server wants one. */
  readonly cert?: string;
  readonly key?: string;
}
