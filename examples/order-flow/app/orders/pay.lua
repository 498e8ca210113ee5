local state, topics = require "state", require "topics"

-- For each event of "payments". A card that does not pay raises an error: the event is tried again, then parked.
return function(payment)
  if payment.card == "0000" then
    error("the bank does not answer for order " .. payment.id)
  end
  local order = state.get("order/" .. payment.id)
  order.status = "paid"
  state.put("order/" .. payment.id, order)
  topics.append("shipments", { [payment.id] = { id = payment.id } })
end
