// The address to ask: of the request, or the one that this function is configured with.
export const url = (args, env) => args.url ?? env.UPSTREAM_URL;
