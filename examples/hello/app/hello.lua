-- args holds path parameters, the query and the JSON body. The returned value is the answer's "data".
return function(args)
  return "Hello from " .. (args.name or "Perigee") .. "!"
end
