return function(args)
  return { owner = args["KEY.name"], invoices = { 1, 2, 3 } }
end
