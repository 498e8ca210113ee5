local greeting = require "greeting"

-- args holds path parameters, the query and the JSON body; ctx tells about the request.
return function(args, ctx)
  return greeting.to(args.name or "Perigee")
end
