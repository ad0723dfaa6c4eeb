import keras
import keras_tuner as kt
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

x, y = load_digits(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x / 16, y, test_size=0.2, random_state=5)
x_train, x_val, y_train, y_val = train_test_split(x_train, y_train, test_size=0.2, random_state=5)


def build_model(hp):
    model = keras.Sequential([keras.Input((64,))])
    for i in range(hp.Int("layers", 1, 3)):
        model.add(keras.layers.Dense(hp.Int(f"units_{i}", 32, 256, step=32), activation="relu"))
        model.add(keras.layers.Dropout(hp.Float(f"dropout_{i}", 0.0, 0.5, step=0.1)))
    model.add(keras.layers.Dense(10, activation="softmax"))
    learning_rate = hp.Float("learning_rate", 1e-5, 1e-1)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


tuner = kt.BayesianOptimization(
    build_model,
    objective="accuracy",
    max_trials=24,
    num_initial_points=24,
    directory="results",
    project_name="digits",
)
tuner.search(
    x_train,
    y_train,
    epochs=20,
    validation_data=(x_val, y_val),
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=1)],
    verbose=0,
)

best = build_model(tuner.get_best_hyperparameters()[0])
best.fit(x_train, y_train, epochs=100, verbose=0)
print(best.evaluate(x_test, y_test, verbose=0))
