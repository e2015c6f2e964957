/** How a tenant may be called: it stands in keys, headers and labels of metrics. */
export const TENANT_NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
