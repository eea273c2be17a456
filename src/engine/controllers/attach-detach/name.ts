/** Also the source of its events. */
export const ATTACH_DETACH = 'attachdetach-controller';
