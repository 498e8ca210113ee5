local checks = {}

-- Every request's id must be a word.
function checks.identify(context)
  local id = context.args.id
  if type(id) ~= "string" or not id:match("^%w+$") then
    context.error = { status = 400, message = "the id must be made of letters and digits" }
  end
  return nil, true
end

-- What is not known is not found.
function checks.explain(context)
  local message = context.error.message or ""
  if message:find("there is no user", 1, true) then
    context.error = { status = 404, message = "there is no user " .. context.args.id }
  end
  return nil, true
end

return checks
