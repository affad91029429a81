/** The names that this machine has for itself, as a URL writes them. */
export const LOCAL_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
