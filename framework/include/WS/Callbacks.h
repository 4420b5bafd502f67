//
// Callbacks.h
//
// A listener made of functions.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_Callbacks_INCLUDED
#define WS_Callbacks_INCLUDED


#include "WS/Listener.h"
#include <functional>


namespace WS {


template <class Functions>
class FunctionListener: public Listener
	/// Hands each event to the member of the same name of Functions, if it is set.
	/// The names cannot be functions and members of one class: hence the two.
{
public:
	void onConnect(const Request& request) final { call(functions().onConnect, request); }
	void onOpen() final { call(functions().onOpen); }
	void onMessage(Message& message) final { call(functions().onMessage, message); }
	void onPing(std::string_view payload) final { call(functions().onPing, payload); }
	void onPong(std::string_view payload) final { call(functions().onPong, payload); }
	void onError(const Failure& failure) final { call(functions().onError, failure); }
	void onClose(CloseCode code, std::string_view reason) final { call(functions().onClose, code, reason); }

private:
	Functions& functions()
	{
		return static_cast<Functions&>(*this);
	}

	template <class Function, class... Arguments>
	static void call(Function& function, Arguments&&... arguments)
	{
		if (function) function(arguments...);
	}
};


struct Callbacks: FunctionListener<Callbacks>
	/// A listener made of functions, for small programs. None may be replaced while it runs:
	///
	///     WS::Callbacks callbacks;
	///     WS::ServerDriver driver(callbacks);
	///     callbacks.onMessage = [&](WS::Message& message) { driver.send(message); };
{
	std::function<void(const Request&)> onConnect;
	std::function<void()> onOpen;
	std::function<void(Message&)> onMessage;
	std::function<void(std::string_view)> onPing;
	std::function<void(std::string_view)> onPong;
	std::function<void(const Failure&)> onError;
	std::function<void(CloseCode, std::string_view)> onClose;
};


} // namespace WS


#endif // WS_Callbacks_INCLUDED
