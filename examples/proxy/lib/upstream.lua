local M = {}

-- The address to ask: of the request, or the one that this function is configured with.
function M.url(args, env)
  local url = args.url or env.UPSTREAM_URL
  if not url then
    return nil, "give a url, or set UPSTREAM_URL"
  end
  if not url:match("^https?://") then
    return nil, "url must begin with http:// or https://"
  end
  return url
end

return M
