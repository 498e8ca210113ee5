-- json: encode, decode, null, array{} (encodes as [] also when empty) and empty_array.
return function(kit)
  local cjson = kit.cjson
  return {
    encode = cjson.encode,
    decode = cjson.decode,
    null = cjson.null,
    array = cjson.array,
    empty_array = cjson.empty_array,
    array_mt = cjson.array_mt,
  }
end
