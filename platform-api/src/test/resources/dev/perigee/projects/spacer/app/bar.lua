local G = function (args)
    return args.val + 42
end

return G
