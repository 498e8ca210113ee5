return function(args)
  return { count = tonumber(args["item.product"] or args.id) * 10 }
end
