local http = require "http"
local upstream = require "upstream"

-- Asks another server and hands on what matters. The wait costs no thread: the function is
-- suspended until the answer is there.
return function(args, ctx)
  local url, err = upstream.url(args, ctx.env)
  if not url then
    return nil, err
  end
  local answer = http.get(url, { timeout = 3000 })
  return { url = url, status = answer.status, bytes = #answer.body }
end
