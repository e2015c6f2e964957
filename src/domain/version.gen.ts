// Derived from package.json by "npm run derive". Do not edit.

export const VERSION = '0.1.0';
