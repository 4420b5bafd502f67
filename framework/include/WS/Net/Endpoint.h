//
// Endpoint.h
//
// What serves one path of a server.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Net_Endpoint_INCLUDED
#define WS_Net_Endpoint_INCLUDED


#include "WS/HTTP.h"
#include "WS/Listener.h"
#include "WS/Net/ConnectionSettings.h"
#include "WS/Net/OriginPolicy.h"
#include "WS/Options.h"
#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>


namespace WS {


class ServerDriver;


namespace Net {


class WebSocketConnection;


constexpr std::size_t DEFAULT_MAX_LENGTH = 16 * 1024 * 1024;
	/// Options::maxLength where an adapter is given no options. In bytes.


WS_API std::shared_ptr<const Options> defaultOptions();
	/// New options as the adapters take them, with a maxLength of DEFAULT_MAX_LENGTH.


using ListenerFunction = std::function<std::unique_ptr<Listener>(WebSocketConnection&, const Request&)>;
	/// Makes the listener of a new connection, on the connection's thread and before its driver exists:
	/// the connection may be kept by reference (it outlives the listener), but has no driver() yet.
	/// What it throws is logged and answered with 500.


using DriverFunction = std::function<std::unique_ptr<ServerDriver>(Listener&, Request, std::shared_ptr<const Options>)>;
	/// Makes the driver of a new connection: how an application's own subclass of ServerDriver comes in.


struct WS_API Endpoint
	/// What serves one path: how to make its listeners, and with which settings.
{
	Endpoint() = default;

	template <class Function>
	requires std::is_invocable_r_v<std::unique_ptr<Listener>, Function&, WebSocketConnection&, const Request&>
	Endpoint(Function function): listener(std::move(function)) {}
		/// Implicit, so that a plain function can be given where an endpoint is wanted.

	void check() const;
		/// Throws Poco::InvalidArgumentException unless there is a listener function, and there are options, which are
		/// valid and have no BufferPool, which connections with a thread each cannot share.

	ListenerFunction listener;
		/// Required.

	DriverFunction driver;
		/// None: a plain ServerDriver.

	std::shared_ptr<const Options> options = defaultOptions();
		/// Shared by the endpoint's connections.

	OriginPolicy origins;
		/// Whose pages may connect; checked before the listener is made.

	ConnectionSettings settings;
};


} } // namespace WS::Net


#endif // WS_Net_Endpoint_INCLUDED
